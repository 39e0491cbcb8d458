import { createHash } from 'node:crypto'
import type { Compilation, Compiler } from 'webpack'
import webpack from 'webpack'
import { DOMAIN } from './languages/textsOf.ts'
import { fileOf, readTranslations, translatedLanguages } from './languages/translations.ts'

/** A script and not JSON: the page's policy runs files of the site alone, and a script is there before the app is. */
function scriptOf(language: string): string {
  return `self.appointeaseWords=${JSON.stringify(readTranslations(language).locale_data[DOMAIN])}`
}

function emitWords(compilation: Compilation): Record<string, string> {
  const names: Record<string, string> = {}
  for (const language of translatedLanguages()) {
    const script = scriptOf(language)
    const hash = createHash('sha256').update(script).digest('hex').slice(0, 10)
    names[language] = `assets/words-${language}.${hash}.js`
    compilation.fileDependencies.add(fileOf(language))
    compilation.emitAsset(names[language], new webpack.sources.RawSource(script), {
      minimized: true,
      immutable: true,
    })
  }
  return names
}

/** One small script a language, of which a page loads its own: the app itself carries English alone. */
export class PageWords {
  readonly #names = new WeakMap<Compilation, Record<string, string>>()

  /** The script of each language, relative to the site's root. */
  namesIn(compilation: Compilation): Readonly<Record<string, string>> {
    return this.#names.get(compilation) ?? {}
  }

  apply(compiler: Compiler) {
    compiler.hooks.thisCompilation.tap('PageWords', (compilation) => {
      const stage = webpack.Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL
      compilation.hooks.processAssets.tap({ name: 'PageWords', stage }, () => {
        this.#names.set(compilation, emitWords(compilation))
      })
    })
  }
}
