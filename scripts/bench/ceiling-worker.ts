import { NativeConnection, Runtime, DefaultLogger, Worker } from '@temporalio/worker';

/** A Temporal worker for the ceiling, in a process of its own as the product's is: `ceiling-worker.ts ADDRESS QUEUE`. */
async function main(address = '', taskQueue = ''): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowsPath: require.resolve('./ceiling-workflow'),
  });
  process.send?.('ready');
  await worker.run();
  await connection.close();
}

main(...process.argv.slice(2)).catch((problem: unknown) => {
  console.error(problem);
  process.exitCode = 1;
});
