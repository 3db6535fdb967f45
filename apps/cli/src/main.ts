/** A command of the operator: takes its arguments, gives the exit code. */
type Command = (argv: string[]) => Promise<number>;

interface CommandEntry {
  about: string;
  load(): Promise<Command>;
}

/** Every command in one list; a command's code is loaded when it is asked for. */
const commands: Record<string, CommandEntry> = {
  start: {
    about: 'everything up, with the demonstration unless in production; Ctrl-C stops it',
    load: async () => (await import('./start.js')).runStart,
  },
  demo: {
    about: 'walk a need through the whole chain on real parts, then end',
    load: async () => (await import('./demo.js')).runDemo,
  },
  migrate: {
    about: "bring the database to this release's schema",
    load: async () => (await import('./migrate-command.js')).runMigrate,
  },
  'create-community': {
    about: 'a new community with its first administrator',
    load: async () => (await import('./create-community-command.js')).runCreateCommunity,
  },
  backup: {
    about: 'write the database into one compressed file',
    load: async () => (await import('./backup-command.js')).runBackup,
  },
  restore: {
    about: 'put a backup into an empty database and check it',
    load: async () => (await import('./restore-command.js')).runRestore,
  },
  verify: {
    about: 'check the ledger, the seats and the chains; --heads FILE: against heads kept elsewhere',
    load: async () => (await import('./verify-command.js')).runVerify,
  },
  'rotate-key': {
    about: 'a new SECRET_KEY, with the service stopped; --data-keys: new data keys, while people work',
    load: async () => (await import('./rotate-key-command.js')).runRotateKey,
  },
  'reset-second-factor': {
    about: 'let the only administrator, who lost phone and key, set up a new second factor',
    load: async () => (await import('./reset-second-factor-command.js')).runResetSecondFactor,
  },
  'erase-community': {
    about: "destroy a community's keys, and with them everything personal, for good",
    load: async () => (await import('./erase-community-command.js')).runEraseCommunity,
  },
  'audit-heads': {
    about: 'print the last link of every chain, to keep elsewhere',
    load: async () => (await import('./audit-heads-command.js')).runAuditHeads,
  },
  retention: {
    about: 'say what the nightly retention would let go of; --apply does it now',
    load: async () => (await import('./retention-command.js')).runRetention,
  },
  'privacy-record': {
    about: 'print the record of processing activities, from the tables themselves',
    load: async () => (await import('./privacy-record-command.js')).runPrivacyRecord,
  },
  replay: {
    about: 'ask the engine again what a stored matching run asked it, and compare',
    load: async () => (await import('./replay-command.js')).runReplay,
  },
  solve: {
    about: 'run the matching engine on a problem from a file',
    load: async () => (await import('./solve.js')).runSolve,
  },
};

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
  return ['Usage: node apps/cli/bootstrap.mjs <command> [options]', '', ...lines, ''].join('\n');
}

async function main(argv: string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write(`${usage()}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    process.stderr.write(`There is no command "${name}": --help lists the commands.\n`);
    return 2;
  }
  const run = await command.load();
  return run(rest);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Failures that an operator can act on are written as sentences; the trace is for who asks for it.
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  if (process.env['DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}
