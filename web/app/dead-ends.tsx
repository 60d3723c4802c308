import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { sharedWords } from '../locales/shared-words';
import { EmptyState } from '../parts/empty-state';
import { useWords } from './language';

export function NoSuchPage() {
  const { notFound } = useWords(sharedWords);
  return (
    <EmptyState title={notFound.title} body={notFound.body}>
      <Button component={Link} to="/">
        {notFound.home}
      </Button>
    </EmptyState>
  );
}

export function NoScreenYet() {
  const { noScreen } = useWords(sharedWords);
  return <EmptyState title={noScreen.title} body={noScreen.body} />;
}
