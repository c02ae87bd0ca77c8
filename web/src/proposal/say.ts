/** Teaches the page what is said about other minutes; imported by what says it. */
import { addMessages } from '../lib/i18n.svelte'
import { en, zh } from './messages'

addMessages({ en, zh })
