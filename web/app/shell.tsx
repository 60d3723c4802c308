import { Center, Loader } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { LiveChanges } from '../api/live';
import { sharedWords } from '../locales/shared-words';
import { Frame } from './frame';
import { useWords } from './language';
import { useSession } from './session';
import { SignIn } from './sign-in';
import { SignInAgain } from './sign-in-again';

/** Around every screen: nothing before sign-in, and afterwards the frame, the stream and the way back in. */
export function Shell() {
  const { state, round } = useSession();
  const words = useWords(sharedWords);
  if (state === 'unknown') {
    return (
      <Center mih="100dvh">
        <Loader aria-label={words.loading} />
      </Center>
    );
  }
  if (state === 'signedOut') return <SignIn />;
  return (
    <LiveChanges round={round}>
      <Frame>
        <Outlet />
      </Frame>
      {state === 'ended' && <SignInAgain />}
    </LiveChanges>
  );
}
