import { count } from "https://cdn.example/count.js";

const TO = "https://stats.example/seen";
const SVG = "http://www.w3.org/2000/svg";
// fetch("https://old.example/")
navigator.sendBeacon(TO, count(SVG));
fetch("https://open.example/a");
const request = new XMLHttpRequest();
request.open("POST", "https://forms.example/send");
