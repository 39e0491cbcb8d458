import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import CssMinimizerPlugin from 'css-minimizer-webpack-plugin'
import MiniCssExtractPlugin from 'mini-css-extract-plugin'
import TerserPlugin from 'terser-webpack-plugin'
import type { Compiler, Configuration } from 'webpack'
import webpack from 'webpack'
import { PageWords } from './pageWords.ts'
import { PrecompressedAssets } from './precompressedAssets.ts'

const here = import.meta.dirname
const { browserslist } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')) as {
  browserslist: string[]
}

/** Names the files that a page must link; the others are loaded by these. */
class EntryManifest {
  readonly #words: PageWords

  constructor(words: PageWords) {
    this.#words = words
  }

  apply(compiler: Compiler) {
    compiler.hooks.thisCompilation.tap('EntryManifest', (compilation) => {
      const stage = webpack.Compilation.PROCESS_ASSETS_STAGE_REPORT
      compilation.hooks.processAssets.tap({ name: 'EntryManifest', stage }, () => {
        const files = compilation.entrypoints.get('main')?.getFiles() ?? []
        const ending = (suffix: string) => files.filter((file) => file.endsWith(suffix))
        const manifest = {
          scripts: ending('.js'),
          styles: ending('.css'),
          words: this.#words.namesIn(compilation),
        }
        compilation.emitAsset(
          'manifest.json',
          new webpack.sources.RawSource(JSON.stringify(manifest, null, 2)),
        )
      })
    })
  }
}

/**
 * Asks V8 (Chrome 136 and later; others read a comment) to compile the whole file while it arrives, on another
 * thread: nearly all of it runs at once, and compiled function by function it would hold up the first card by a
 * third. After minifying, which drops comments, and before the source map is made.
 */
const compileAtOnce = new webpack.BannerPlugin({
  banner: '//# allFunctionsCalledOnLoad',
  raw: true,
  test: /main\.\w+\.js$/,
  stage: webpack.Compilation.PROCESS_ASSETS_STAGE_OPTIMIZE_SIZE + 1,
})

const transpile = {
  loader: 'swc-loader',
  options: {
    sourceMaps: true,
    env: { targets: browserslist },
    jsc: {
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic' } },
    },
  },
}

export function bookingAppConfig(mode: 'production' | 'development'): Configuration {
  const production = mode === 'production'
  const words = new PageWords()
  return {
    mode,
    context: here,
    target: `browserslist:${browserslist.join(', ')}`,
    devtool: 'source-map',
    entry: { main: './src/main.tsx' },
    output: {
      path: join(here, 'dist'),
      filename: 'assets/[name].[contenthash:10].js',
      chunkFilename: 'assets/[name].[contenthash:10].js',
      // Wherever the page lies: the chunks are found beside the script that asks for them.
      publicPath: 'auto',
      clean: true,
      // The files' age tells whether the sources have changed since.
      compareBeforeEmit: false,
    },
    resolve: { extensions: ['.ts', '.tsx', '.mjs', '.js'] },
    module: {
      rules: [
        // What dependencies ship may be newer than the browsers that are served.
        { test: /\.(tsx?|m?js)$/, exclude: /node_modules\/(react|react-dom|scheduler)\//, use: transpile },
        { test: /\.m?js$/, resolve: { fullySpecified: false } },
        { test: /\.css$/, use: [MiniCssExtractPlugin.loader, 'css-loader'], sideEffects: true },
      ],
    },
    optimization: {
      minimizer: [
        new TerserPlugin({ extractComments: false, terserOptions: { format: { comments: false } } }),
        new CssMinimizerPlugin(),
      ],
      chunkIds: 'named',
      moduleIds: 'deterministic',
    },
    plugins: [
      new MiniCssExtractPlugin({
        filename: 'assets/[name].[contenthash:10].css',
        chunkFilename: 'assets/[name].[contenthash:10].css',
      }),
      words,
      new EntryManifest(words),
      ...(production ? [new PrecompressedAssets()] : []),
      compileAtOnce,
    ],
    performance: production
      ? {
          hints: 'error',
          maxEntrypointSize: 360_000,
          maxAssetSize: 300_000,
          assetFilter: (name) => name.endsWith('.js'),
        }
      : false,
    cache: {
      type: 'filesystem',
      cacheDirectory: join(here, '../../node_modules/.cache/booking'),
      buildDependencies: { config: [import.meta.filename] },
    },
  }
}
