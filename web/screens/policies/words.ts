import type { Words } from '../../app/language';
import { en } from './words-en';
import { vi, type PolicyWords } from './words-vi';

export const policyWords: Words<PolicyWords> = { vi, en };
