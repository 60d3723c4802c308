/** Two dates of a form as a period, whole days where the work is. */
export const periodOf = (
  since: string,
  until: string,
): { readonly since?: string; readonly until?: string } => ({
  ...(since !== '' && { since: `${since}T00:00:00+07:00` }),
  ...(until !== '' && {
    until: new Date(Date.parse(`${until}T00:00:00+07:00`) + 86_400_000).toISOString(),
  }),
});
