import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

// What people write is shown as text only: nothing may parse a string as HTML.
const asHtml = 'Text from outside must never be parsed as HTML.'
const forbidden = [
  { selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]', message: asHtml },
  { selector: "MemberExpression[object.name='document'][property.name='write']", message: asHtml },
  { selector: "SvelteAttribute[key.name='style']", message: 'The CSP forbids it: use a style: directive.' },
]

export default ts.config(
  { ignores: ['node_modules/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: globals.browser } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      'no-restricted-syntax': ['error', ...forbidden],
      'no-eval': 'error',
      'no-console': 'error',
      'no-undef': 'off',
      'svelte/no-at-html-tags': 'error',
      // State that is shown is marked with a rune; a Map beside it is meant to be a plain one.
      'svelte/prefer-svelte-reactivity': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
    },
  },
)
