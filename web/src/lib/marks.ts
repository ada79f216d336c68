// The pictures that stand for events on the map: full where the place itself is known, hollow where
// only a division or country is, dashed in a disputed area, with a notch where accounts differ.
import type { Map } from "maplibre-gl";
import { MARKS } from "./places";
import { colour } from "./theme";

const SIZE = 40;

/** Put the pictures into a map, in the colours of the page. */
export function addMarks(map: Map): void {
  for (const name of MARKS) {
    const picture = draw(name);
    if (!picture) continue;
    if (map.hasImage(name)) map.removeImage(name);
    map.addImage(name, picture, { pixelRatio: 2 });
  }
}

function draw(name: string): ImageData | null {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!pen) return null;
  pen.canvas.width = pen.canvas.height = SIZE;
  const [shape, edge, end] = name.split("-");
  const ink = colour(end === "contested" ? "--contest" : "--accent");
  const middle = SIZE / 2;
  pen.lineWidth = 5;
  pen.strokeStyle = ink;
  pen.beginPath();
  // accounts that differ: a square on its corner instead of a disc
  if (end === "contested") {
    for (const [x, y] of [[0, -15], [15, 0], [0, 15], [-15, 0]] as const) pen.lineTo(middle + x, middle + y);
    pen.closePath();
  } else pen.arc(middle, middle, 12, 0, 2 * Math.PI);
  pen.fillStyle = shape === "full" ? ink : colour("--sheet");
  pen.globalAlpha = shape === "full" ? (edge === "dashed" ? 0.35 : 0.92) : 0.75;
  pen.fill();
  pen.globalAlpha = 1;
  if (edge === "dashed") pen.setLineDash([6, 5]);
  pen.stroke();
  return pen.getImageData(0, 0, SIZE, SIZE);
}
