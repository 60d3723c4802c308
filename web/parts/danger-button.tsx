import { Button, type ButtonProps } from '@mantine/core';
import type { ButtonHTMLAttributes } from 'react';

/** For what ends something; it can be undone, and looks as if one had to think. */
export const DangerButton = (props: ButtonProps & ButtonHTMLAttributes<HTMLButtonElement>) => (
  <Button
    {...props}
    variant="default"
    c="var(--truc-breached)"
    bd="1px solid var(--truc-breached)"
    mih={44}
  />
);
