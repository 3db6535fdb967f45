import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

/** Module hooks that let plain Node run our TypeScript as it stands: for what runs outside of jest's workers. */

export async function resolve(specifier, context, next) {
  const conditions = [...new Set([...context.conditions, 'source'])];
  const asked = { ...context, conditions };
  try {
    return await next(specifier, asked);
  } catch (error) {
    // The sources name each other as the compiled files will be called.
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !specifier.endsWith('.js')) throw error;
    return next(`${specifier.slice(0, -3)}.ts`, asked);
  }
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), { filename });
  return { format: 'module', source: code, shortCircuit: true };
}
