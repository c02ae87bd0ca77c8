/** Outlines on a 24-unit square, drawn with the text's colour. */
export const icons = {
  back: 'm14.5 5-7 7 7 7',
  cancel: 'M6 6l12 12M18 6 6 18',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  chevron: 'm6 9.5 6 6 6-6',
  file: 'M13.5 3.5H7a1.5 1.5 0 0 0-1.5 1.5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5zM13.5 3.5v5h5',
  keyboard:
    'M4.5 6.5h15a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM7 10h.01M10.3 10h.01M13.7 10h.01M17 10h.01M8.5 14h7',
  more: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  open: 'M13 5h6v6M19 5l-8.5 8.5M10 6H6.5A1.5 1.5 0 0 0 5 7.5v10A1.5 1.5 0 0 0 6.5 19h10a1.5 1.5 0 0 0 1.5-1.5V14',
  pause: 'M9 6v12M15 6v12',
  pencil: 'M4.5 19.5l1-4L16 5a2 2 0 0 1 3 3L8.5 18.5z',
  play: 'M8 5.5v13l10.5-6.5z',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.4-5.5M19.5 4v4.5H15',
  search: 'M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM15 15l4.5 4.5',
  settings: 'M4.5 7.5h9M17.5 7.5h2M4.5 16.5h2M10.5 16.5h9M15.5 5.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM8.5 14.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  task: 'M6.5 4.5h11a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2zM8.5 12.2l2.4 2.4 4.6-5',
  trash: 'M5 7h14M10 7V5h4v2M7 7l.8 12h8.4L17 7M10.5 11v4.5M13.5 11v4.5',
  upload: 'M12 15.5V5M7.5 9 12 4.5 16.5 9M5 15v3.5A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.5V15',
  warning: 'M12 4.5 20.5 19h-17zM12 10v4M12 16.5v.01',
} as const

export type IconName = keyof typeof icons
