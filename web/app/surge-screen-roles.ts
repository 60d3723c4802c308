import type { Role } from './session';

/** Who finds the screen of surges; the banner, which is on most screens, leads there. */
export const surgeScreenRoles: readonly Role[] = ['supervisor', 'commander', 'admin'];
