import type { Words } from '../app/language';
import { en } from './en';
import { vi, type SharedWords } from './vi';

export const sharedWords: Words<SharedWords> = { vi, en };
