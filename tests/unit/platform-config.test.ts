import { configVariables, loadConfig } from '../../src/platform/config';
import { ConfigProblem } from '../../src/platform/environment';
import { loadStartSettings } from '../../src/platform/start-settings';

const complete = {
  MONGODB_URL: 'mongodb://127.0.0.1:27017/truc?replicaSet=rs0',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  REDIS_URL: 'redis://127.0.0.1:6379',
  SECRET_KEY: 'x'.repeat(32),
};
const twilio = {
  TWILIO_ACCOUNT_SID: `AC${'0a'.repeat(16)}`,
  TWILIO_AUTH_TOKEN: 'secret-token',
  TWILIO_FROM: '+842743822222',
};

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(env);
  } catch (problem) {
    if (problem instanceof ConfigProblem) return problem.problems;
    throw problem;
  }
  return [];
}

test('the four servers and a secret are all a process must be told', () => {
  const config = loadConfig(complete);
  expect(config).toMatchObject({
    nodeEnv: 'development',
    port: 8022,
    publicUrl: 'http://localhost:8022',
    temporal: { address: '127.0.0.1:7233', namespace: 'default' },
    logLevel: 'info',
  });
  expect(config.dataDir).toMatch(/^\/.*\.data$/);
});

test('an empty environment names every missing variable at once, one line each', () => {
  const problems = problemsOf({});
  for (const name of Object.keys(complete)) {
    expect(problems.filter((line) => line.startsWith(`${name} is missing: it must be `))).toHaveLength(1);
  }
  expect(problems).toHaveLength(4);
});

test('an empty value counts as unset, as a compose file passes it', () => {
  expect(loadConfig({ ...complete, PORT: '', TWILIO_FROM: '', LOG_LEVEL: ' ' })).toMatchObject({
    port: 8022,
  });
});

test.each([
  [{ PORT: '0' }, 'PORT must be a port number from 1 to 65535'],
  [{ PORT: '65536' }, 'PORT must be a port number from 1 to 65535'],
  [{ PORT: '80a' }, 'PORT must be a port number from 1 to 65535'],
  [{ PUBLIC_URL: 'truc.example.vn' }, 'PUBLIC_URL must be an http:// or https:// address without a path'],
  [
    { PUBLIC_URL: 'https://truc.example.vn/app' },
    'PUBLIC_URL must be an http:// or https:// address without a path',
  ],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent'],
  [{ NODE_ENV: 'prod' }, 'NODE_ENV must be development, test or production'],
  [{ SECRET_KEY: 'short' }, 'SECRET_KEY must be at least 32 random characters'],
  [{ REDIS_URL: 'localhost:6379' }, 'REDIS_URL must be a Redis address, e.g. redis://127.0.0.1:6379'],
  [{ TEMPORAL_ADDRESS: 'http://x' }, 'TEMPORAL_ADDRESS must be a host and port, e.g. 127.0.0.1:7233'],
  [{ TWILIO_API_URL: 'http://127.0.0.1:9' }, 'TWILIO_AUTH_TOKEN is missing: '],
])('%j is answered with what the variable must be', (change, line) => {
  expect(problemsOf({ ...complete, ...change }).some((problem) => problem.startsWith(line))).toBe(true);
});

test('a wrong secret is never repeated in the message', () => {
  const lines = problemsOf({
    ...complete,
    SECRET_KEY: 'hunter2',
    MONGODB_URL: 'postgres://admin:hunter3@db',
  });
  expect(lines).toHaveLength(2);
  expect(lines.join('\n')).not.toMatch(/hunter/);
});

test('problems of one variable and rules across variables are told together', () => {
  const { SECRET_KEY: _, ...without } = complete;
  const lines = problemsOf({ ...without, ...twilio, TWILIO_FROM: '', PORT: 'x' });
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['PORT', 'SECRET_KEY', 'TWILIO_FROM']);
});

test('a MongoDB address is given the write concern that loses nothing, and may not weaken it', () => {
  const url = (given: string) => loadConfig({ ...complete, MONGODB_URL: given }).mongodbUrl;
  expect(url('mongodb://a:1,b:2')).toBe('mongodb://a:1,b:2/truc?w=majority&journal=true');
  expect(url('mongodb+srv://u:p@c.example/hot?retryWrites=true')).toBe(
    'mongodb+srv://u:p@c.example/hot?retryWrites=true&w=majority&journal=true',
  );
  expect(problemsOf({ ...complete, MONGODB_URL: 'mongodb://a/x?w=1' })[0]).toMatch(
    /^MONGODB_URL must ask for w=majority/,
  );
  expect(problemsOf({ ...complete, MONGODB_URL: 'mongodb://a/x?journal=false' })[0]).toMatch(/journal=true/);
});

test('without a Twilio account the simulator answers, with an account both processes derive alike', () => {
  const [server, worker] = [
    loadConfig({ ...complete, PORT: '9000' }),
    loadConfig({ ...complete, PORT: '9000' }),
  ];
  expect(server.telephony).toEqual(worker.telephony);
  expect(server.telephony).toMatchObject({
    simulated: true,
    from: '+842743822222',
    apiUrl: 'http://127.0.0.1:9000/simulator/twilio',
  });
  expect(server.telephony.accountSid).toMatch(/^AC[\da-f]{32}$/);
  expect(server.telephony.authToken).toMatch(/^[\da-f]{32}$/);
  expect(loadConfig({ ...complete, SECRET_KEY: 'y'.repeat(32) }).telephony.authToken).not.toBe(
    server.telephony.authToken,
  );
});

test('a worker on another machine is told where the simulator is, and a real account ignores that', () => {
  const SIMULATOR_URL = 'http://server:8022/simulator/twilio';
  expect(loadConfig({ ...complete, SIMULATOR_URL }).telephony).toMatchObject({
    simulated: true,
    apiUrl: SIMULATOR_URL,
  });
  expect(loadConfig({ ...complete, ...twilio, SIMULATOR_URL }).telephony.apiUrl).toBeNull();
});

test('with a Twilio account nothing is simulated, and the SDK may be sent through a proxy', () => {
  expect(loadConfig({ ...complete, ...twilio }).telephony).toMatchObject({ simulated: false, apiUrl: null });
  expect(
    loadConfig({ ...complete, ...twilio, TWILIO_API_URL: 'http://127.0.0.1:4010/' }).telephony.apiUrl,
  ).toBe('http://127.0.0.1:4010');
});

test('nothing can change the configuration once it is read', () => {
  const config = loadConfig(complete);
  for (const part of [config, config.temporal, config.telephony]) expect(Object.isFrozen(part)).toBe(true);
});

test('the starter needs to be told nothing, and knows the servers as embedded', () => {
  expect(loadStartSettings({})).toMatchObject({
    port: 8022,
    mongodbUrl: null,
    temporalAddress: null,
    redisUrl: null,
    secretKey: null,
    ports: { mongodb: 27_822, temporal: 7822, temporalUi: 8823, redis: 6822 },
  });
  expect(() => loadStartSettings({ MONGODB_PORT: 'x', REDIS_PORT: '-1' })).toThrow(
    'MONGODB_PORT must be a port number from 1 to 65535\nREDIS_PORT must be a port number from 1 to 65535',
  );
});

test('every variable of the public contract is read', () => {
  expect(configVariables).toEqual(
    expect.arrayContaining([
      'PORT',
      'PUBLIC_URL',
      'DATA_DIR',
      'SECRET_KEY',
      'LOG_LEVEL',
      'TEMPORAL_NAMESPACE',
    ]),
  );
});
