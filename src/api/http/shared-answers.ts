/**
 * Reads at most once at a time for each key. Who asks during a reading gets the next one, together with everybody
 * else who came meanwhile: it begins after they asked, so nobody is told something older than their question.
 */
export function shareAnswers<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  const following = new Map<string, Promise<T>>();

  function begin(key: string): Promise<T> {
    const answer = read(key).finally(() => running.delete(key));
    running.set(key, answer);
    return answer;
  }

  return (key) => {
    const now = running.get(key);
    if (!now) return begin(key);
    const known = following.get(key);
    if (known) return known;
    const goOn = (): Promise<T> => {
      following.delete(key);
      return begin(key);
    };
    const next = now.then(goOn, goOn);
    following.set(key, next);
    return next;
  };
}
