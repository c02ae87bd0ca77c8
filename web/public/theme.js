// Before anything is painted: whoever chose a theme sees no flash of the system's.
try {
  const theme = localStorage.getItem('theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme
} catch {
  // Without storage nothing was chosen.
}
