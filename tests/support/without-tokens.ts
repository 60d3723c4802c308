/**
 * A page as people read it: without ticket codes and opaque tokens, whose random letters now and then spell `F0` or
 * `P1`.
 */
export const withoutTokens = (html: string): string =>
  html.replace(/\b[A-Z]{2}-\w{3}-\w{3}\b/g, '').replace(/[\w.~-]{32,}/g, '');
