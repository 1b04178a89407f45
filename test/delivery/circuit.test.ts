import { describe, expect, it } from 'vitest';
import { createCircuit } from '../../gateway/delivery/circuit.ts';

describe('circuit', () => {
  it('opens after five failures in a row and then admits one attempt at a time', () => {
    const circuit = createCircuit();
    for (let failure = 1; failure <= 4; failure++) circuit.away(0, 0);
    expect(circuit.admit(1)).toBe(true);
    circuit.away(1, 0);
    expect(circuit.until).toBe(30_001);
    expect(circuit.admit(30_000)).toBe(false);
    expect(circuit.admit(30_001)).toBe(true);
    expect(circuit.admit(30_001)).toBe(false);
    circuit.away(30_001, 0);
    expect(circuit.until).toBe(90_001);
  });

  it('looks less often the longer the absence lasts, at least every five minutes, and begins anew after an answer', () => {
    const circuit = createCircuit();
    for (let failure = 1; failure <= 5; failure++) circuit.away(0, 0);
    // Three more were under way when it opened: they are no looks.
    for (let failure = 1; failure <= 3; failure++) circuit.away(0, 0);
    const pauses = [circuit.until];
    for (let look = 1; look <= 6; look++) {
      const at = circuit.until;
      expect(circuit.admit(at)).toBe(true);
      circuit.away(at, 0);
      pauses.push(circuit.until - at);
    }
    expect(pauses).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000, 300_000]);
    circuit.answered();
    for (let failure = 1; failure <= 5; failure++) circuit.away(0, 0);
    expect(circuit.until).toBe(30_000);
  });

  it('takes the first answer it hears as news: the process before may have known of an absence', () => {
    const circuit = createCircuit();
    expect([circuit.answered(), circuit.answered()]).toEqual(['back', 'none']);
  });

  it('tells a blink from an absence', () => {
    const circuit = createCircuit();
    circuit.answered();
    circuit.away(0, 0);
    expect([circuit.answered(), circuit.answered()]).toEqual(['blink', 'none']);
  });

  it('closes with the first answer and says that the receiver is back', () => {
    const circuit = createCircuit();
    circuit.answered();
    for (let failure = 1; failure <= 5; failure++) circuit.away(0, 0);
    expect(circuit.admit(30_000)).toBe(true);
    expect(circuit.answered()).toBe('back');
    expect([circuit.admit(30_000), circuit.admit(30_000)]).toEqual([true, true]);
  });

  it('counts failures in a row only', () => {
    const circuit = createCircuit();
    for (let round = 0; round < 4; round++) {
      for (let failure = 1; failure <= 4; failure++) circuit.away(0, 0);
      circuit.answered();
    }
    expect(circuit.until).toBe(0);
  });

  it('obeys Retry-After at once, for the whole receiver', () => {
    const circuit = createCircuit();
    circuit.away(0, 120_000);
    expect(circuit.admit(119_999)).toBe(false);
    expect(circuit.admit(120_000)).toBe(true);
  });

  it('lets another attempt in when the one after the pause was not made', () => {
    const circuit = createCircuit();
    circuit.away(0, 10);
    expect(circuit.admit(10)).toBe(true);
    circuit.released();
    expect(circuit.admit(10)).toBe(true);
  });
});
