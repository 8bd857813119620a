import manifest from '../../package.json' with { type: 'json' };

/** dca-bot's own version. */
export const VERSION: string = manifest.version;
