import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Compilation, Compiler } from 'webpack'
import webpack from 'webpack'

/** What is smaller gains less than it costs to look for a compressed file. */
const LEAST_BYTES = 1024

const forms = [
  {
    ending: '.br',
    compress: (content: Buffer) =>
      promisify(brotliCompress)(content, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        },
      }),
  },
  { ending: '.gz', compress: (content: Buffer) => promisify(gzip)(content, { level: 9 }) },
]

async function compressAll(compilation: Compilation): Promise<void> {
  const files = compilation.getAssets().filter(({ name }) => /\.(js|css)$/.test(name))
  const work = files.flatMap(({ name, source }) => {
    const content = source.buffer()
    if (content.length < LEAST_BYTES) return []
    return forms.map(async ({ ending, compress }) => {
      compilation.emitAsset(name + ending, new webpack.sources.RawSource(await compress(content)))
    })
  })
  await Promise.all(work)
}

/** Puts `.br` and `.gz` beside every script and style sheet: compressed once and well, and not for each visitor. */
export class PrecompressedAssets {
  apply(compiler: Compiler) {
    compiler.hooks.thisCompilation.tap('PrecompressedAssets', (compilation) => {
      const stage = webpack.Compilation.PROCESS_ASSETS_STAGE_OPTIMIZE_TRANSFER
      compilation.hooks.processAssets.tapPromise({ name: 'PrecompressedAssets', stage }, () =>
        compressAll(compilation),
      )
    })
  }
}
