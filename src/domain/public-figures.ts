/** Figures that an admin may open to the public, each by itself. */
export const publicFigures = ['totals', 'categories', 'districts', 'clocks', 'times'] as const;
export type PublicFigure = (typeof publicFigures)[number];
