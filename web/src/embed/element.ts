// The entry of the `<ibasho-map>` element, loaded by ibasho-map.js.
export {};
