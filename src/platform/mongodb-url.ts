/** Database used when an address names none. */
const DEFAULT_DATABASE = 'truc';

/**
 * An address under which an acknowledged write is never lost: `w=majority` and `journal=true` are added, and
 * an address that asks for less is refused. By hand, because an address of several hosts is no WHATWG URL.
 */
export function strengthenMongodbUrl(given: string): { url: string } | { problem: string } {
  const parts = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(given);
  const hosts = parts?.[1];
  if (hosts === undefined) {
    return { problem: 'must be a MongoDB address, e.g. mongodb://127.0.0.1:27017/truc?replicaSet=rs0' };
  }
  const database = parts?.[2] === undefined || parts[2] === '' ? DEFAULT_DATABASE : parts[2];
  const options = new URLSearchParams(parts?.[3] ?? '');
  if ((options.get('w') ?? 'majority') !== 'majority') {
    return { problem: 'must ask for w=majority (or leave w out): anything less loses acknowledged tickets' };
  }
  const journal = options.get('journal') ?? options.get('j') ?? 'true';
  if (journal !== 'true') {
    return {
      problem: 'must ask for journal=true (or leave it out): anything less loses acknowledged tickets',
    };
  }
  options.set('w', 'majority');
  options.delete('j');
  options.set('journal', 'true');
  return { url: `${hosts}/${database}?${options.toString()}` };
}
