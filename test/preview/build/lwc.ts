/** The LWC compiler as a Rollup plugin. Its types are those of its CommonJS twin, so they are set right here. */
import plugin from '@lwc/rollup-plugin';

export const lwc = plugin as unknown as typeof plugin.default;
