import { Anchor, Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { sharedWords } from '../locales/shared-words';
import { ErrorLine } from '../parts/error-line';
import { useColorScheme } from './color-scheme';
import { useLanguage, useWords } from './language';
import { useSession } from './session';
import styles from './sign-in.module.css';

export function SignIn() {
  const { signIn: words, product, nightTheme, lightTheme } = useWords(sharedWords);
  const { language, choose } = useLanguage();
  const { isDark, toggle } = useColorScheme();
  const other = language === 'vi' ? 'en' : 'vi';
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Text className={styles.product}>{product}</Text>
        <Title order={1} size="h2">
          {words.title}
        </Title>
        <Text c="var(--truc-quiet)" mt={4} mb="lg">
          {words.lead}
        </Text>
        <SignInForm />
        <Group justify="space-between" mt="lg">
          <Anchor
            component="button"
            type="button"
            lang={other}
            className={styles.switch}
            onClick={() => {
              choose(other);
            }}
          >
            {other === 'vi' ? 'Tiếng Việt' : 'English'}
          </Anchor>
          <Anchor component="button" type="button" className={styles.switch} onClick={toggle}>
            {isDark ? lightTheme : nightTheme}
          </Anchor>
        </Group>
      </div>
    </main>
  );
}

/** @param username fixed when the same person has to sign in again */
export function SignInForm({ username: fixed }: { readonly username?: string }) {
  const { signIn: words } = useWords(sharedWords);
  const { signIn } = useSession();
  const [username, setUsername] = useState(fixed ?? '');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await signIn(username.trim(), password);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        {fixed === undefined && (
          <TextInput
            label={words.username}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            withAsterisk={false}
            size="lg"
            value={username}
            onChange={({ currentTarget }) => {
              setUsername(currentTarget.value);
            }}
          />
        )}
        <PasswordInput
          label={words.password}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          size="lg"
          value={password}
          onChange={({ currentTarget }) => {
            setPassword(currentTarget.value);
          }}
        />
        <ErrorLine error={error} />
        <Button type="submit" size="lg" fullWidth loading={isBusy}>
          {words.submit}
        </Button>
      </Stack>
    </form>
  );
}
