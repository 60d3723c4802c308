import { Link } from '@tanstack/react-router';
import type { AnchorHTMLAttributes } from 'react';

/** A link to a screen with what it is to show: `?id=…`. */
export function LinkTo(
  props: AnchorHTMLAttributes<HTMLAnchorElement> & {
    readonly to: string;
    readonly search?: Readonly<Record<string, string>>;
  },
) {
  const { search, ...rest } = props;
  return <Link {...rest} search={search ?? {}} />;
}
