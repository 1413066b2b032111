// The position of the device: asked for after a tap, held in memory for the search, never written anywhere.
import type { Point } from '../config.ts';

/** Coarse is enough to find what is near, and quicker. Rejects when refused or not found. */
export function askPosition(): Promise<Point> {
  return new Promise((found, failed) => {
    if (!('geolocation' in navigator)) {
      failed(new Error('no position'));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => found({ latitude: coords.latitude, longitude: coords.longitude }),
      () => failed(new Error('no position')),
      { enableHighAccuracy: false, timeout: 15_000, maximumAge: 60_000 },
    );
  });
}
