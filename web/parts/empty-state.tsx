import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** Nothing here, and why, and what to do instead. */
export function EmptyState(props: {
  readonly title: string;
  readonly body?: string;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <Stack align="center" gap="sm" px="md" py={64} ta="center">
      {props.icon}
      <Title order={1} size="h3">
        {props.title}
      </Title>
      {props.body !== undefined && (
        <Text c="var(--truc-quiet)" maw="36rem">
          {props.body}
        </Text>
      )}
      {props.children}
    </Stack>
  );
}
