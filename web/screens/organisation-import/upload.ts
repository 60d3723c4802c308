export const fileNames = [
  'units.csv',
  'teams.csv',
  'people.csv',
  'shifts.csv',
  'hotline-numbers.csv',
] as const;

/** A zip archive goes as it is; files go by name, byte for byte: whether they are UTF-8 is the server's to say. */
export async function uploadOf(files: readonly File[]): Promise<Blob> {
  const zip = files.find(({ name }) => name.toLowerCase().endsWith('.zip'));
  if (zip) return new Blob([zip], { type: 'application/zip' });
  const named = await Promise.all(files.map(async (file) => [file.name, await base64Of(file)] as const));
  return new Blob([JSON.stringify({ files: Object.fromEntries(named) })], { type: 'application/json' });
}

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve((reader.result as string).split(',')[1] ?? '');
    };
    reader.onerror = () => {
      reject(reader.error ?? new Error('the file could not be read'));
    };
    reader.readAsDataURL(file);
  });
