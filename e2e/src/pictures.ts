import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A folder that is there and has no pictures in it; what lies in folders of it stays. */
export async function emptyPictures(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const file of await readdir(folder)) if (file.endsWith('.png')) await rm(join(folder, file))
}
