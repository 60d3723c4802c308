import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { configVariables, loadConfig } from '../../src/platform/config';
import { searchAttributes } from '../../src/platform/servers/assert-temporal';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
const serviceOf = (name: string): Service => {
  const service = compose.services[name];
  if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
};
const ours = Object.entries(compose.services).filter(([, service]) => service.build !== undefined);

/** What Docker Compose makes of `${NAME:-default}` and `${NAME:?message}`, from the innermost outwards. */
function interpolate(value: string, env: Readonly<Record<string, string>>): string {
  const filled = value.replace(
    /\$\{(\w+):([-?])([^${}]*)\}/g,
    (_all, name: string, kind: string, text: string) => {
      const given = env[name] ?? '';
      if (given !== '') return given;
      if (kind === '?') throw new Error(`${name} ${text}`);
      return text;
    },
  );
  return filled === value ? filled : interpolate(filled, env);
}
const environmentOf = (name: string, env: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(serviceOf(name).environment ?? {}).map(([key, value]) => [key, interpolate(value, env)]),
  );

function validator() {
  const schema = JSON.parse(readFileSync('tests/support/compose-spec/compose-spec.json', 'utf8')) as object;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile(schema);
}

test('the compose file is valid by the Compose Specification', () => {
  const validate = validator();
  validate(compose);
  expect(validate.errors ?? []).toEqual([]);
  expect(validate({ services: { server: { imagge: 'typing error' } } })).toBe(false);
});

test('our processes are given exactly the variables that the code reads', () => {
  expect(ours.map(([name]) => name).sort()).toEqual(['demo-data', 'server', 'worker']);
  for (const [, service] of ours) {
    expect(Object.keys(service.environment ?? {}).sort()).toEqual([...configVariables].sort());
  }
});

test('with nothing but a secret, both processes read the same valid configuration and the simulator', () => {
  const env = { SECRET_KEY: 'k'.repeat(44) };
  const [server, worker] = [
    loadConfig(environmentOf('server', env)),
    loadConfig(environmentOf('worker', env)),
  ];
  expect(worker).toEqual(server);
  expect(server).toMatchObject({
    nodeEnv: 'production',
    publicUrl: 'http://localhost:8022',
    telephony: { simulated: true, apiUrl: 'http://server:8022/simulator/twilio' },
  });
});

test('on another port the citizens are sent to that port', () => {
  const env = { SECRET_KEY: 'k'.repeat(44), PORT: '80' };
  expect(environmentOf('server', env).PUBLIC_URL).toBe('http://localhost:80');
});

test('without a secret nothing starts, and with a Twilio account nothing is simulated', () => {
  expect(() => environmentOf('server', {})).toThrow('SECRET_KEY must be at least 32 random characters');
  const twilio = { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 't', TWILIO_FROM: 'TRUC' };
  const config = loadConfig(environmentOf('worker', { SECRET_KEY: 'k'.repeat(44), ...twilio }));
  expect(config.telephony).toMatchObject({ simulated: false, apiUrl: null });
});

test('the servers keep what they acknowledge: replica set, append-only file, nothing evicted, volumes', () => {
  expect(serviceOf('mongodb').image).toMatch(/^mongo:8\./);
  expect(serviceOf('mongodb').command).toEqual(expect.arrayContaining(['--replSet', 'rs0']));
  expect(serviceOf('redis').command?.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
  expect(serviceOf('temporal').environment).toMatchObject({ DB: 'postgres12', POSTGRES_SEEDS: 'postgresql' });
  for (const name of ['mongodb', 'redis', 'postgresql']) {
    const volume = serviceOf(name).volumes?.[0]?.split(':')[0] ?? '';
    expect(Object.keys(compose.volumes)).toContain(volume);
  }
});

test('every search attribute that the code sets is registered before a process starts', () => {
  const script = serviceOf('temporal-attributes').command?.join('\n') ?? '';
  expect(/for name in (.*); do/.exec(script)?.[1]?.split(' ')).toEqual([...searchAttributes]);
  for (const name of ['server', 'worker']) {
    expect(serviceOf(name).depends_on?.['temporal-attributes']?.condition).toBe(
      'service_completed_successfully',
    );
  }
});

test('only the HTTP port is open to other machines', () => {
  const open = Object.entries(compose.services).flatMap(([name, { ports = [] }]) =>
    ports.filter((port) => !port.startsWith('127.0.0.1:')).map((port) => `${name} ${port}`),
  );
  expect(open).toEqual(['server ${PORT:-8022}:8022']);
});

test('every service waits only for services that exist, and every image names a version', () => {
  for (const [name, { image, depends_on: dependsOn = {} }] of Object.entries(compose.services)) {
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(Object.keys(dependsOn)));
    expect(`${name} ${image ?? ''}`).toMatch(/:[\w.-]+$/);
    expect(image).not.toMatch(/:latest$/);
  }
});
