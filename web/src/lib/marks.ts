// The pictures that stand for events on the map: full where the place itself is known, hollow where
// only a division or country is, in a dashed ring in a disputed area, on a corner where accounts differ.
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
  if (edge === "dashed") {
    // the sign itself is smaller and stands in a dashed ring
    if (shape === "full") {
      pen.save();
      pen.translate(middle, middle);
      pen.scale(0.5, 0.5);
      pen.translate(-middle, -middle);
      path(pen, end === "contested");
      pen.fillStyle = ink;
      pen.fill();
      pen.restore();
    }
    pen.beginPath();
    pen.arc(middle, middle, 15, 0, 2 * Math.PI);
    pen.lineWidth = 3.5;
    pen.setLineDash([6.3, 5.5]);
    pen.stroke();
  } else {
    path(pen, end === "contested");
    pen.fillStyle = shape === "full" ? ink : colour("--sheet");
    pen.globalAlpha = shape === "full" ? 0.92 : 0.75;
    pen.fill();
    pen.globalAlpha = 1;
    pen.stroke();
  }
  return pen.getImageData(0, 0, SIZE, SIZE);
}

/** A disc; where accounts differ, a square on its corner. */
function path(pen: CanvasRenderingContext2D, contested: boolean): void {
  const middle = SIZE / 2;
  pen.beginPath();
  if (contested) {
    for (const [x, y] of [[0, -15], [15, 0], [0, 15], [-15, 0]] as const) pen.lineTo(middle + x, middle + y);
    pen.closePath();
  } else pen.arc(middle, middle, 12, 0, 2 * Math.PI);
}
