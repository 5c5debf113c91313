#include "readiness/review_style.hpp"

namespace shareready::readiness {

std::string_view review_style() {
  return R"css(
.verdict .badge{white-space:normal}
.pictures{list-style:none;margin:0 0 1rem;padding:0}
.pictures>li{border:1px solid var(--line);border-radius:.5rem;padding:.9rem 1.1rem;margin:0 0 1.1rem;break-inside:avoid}
.pictures h3{margin:.4rem 0 .6rem}
.compare{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr));gap:.6rem;margin:0 0 .7rem}
.compare figure{margin:0;min-width:0}
.compare figcaption{margin:.2rem 0 0}
.compare img,.none{display:block;width:100%;height:auto;aspect-ratio:3/2;background:#000}
.none{display:grid;place-items:center;background:var(--panel);border:1px dashed var(--line);color:var(--muted)}
.slide{position:relative;display:block;overflow:clip;max-width:54rem;--at:50%;--thumb:2.5rem}
.slide figcaption{position:absolute;top:.5rem;z-index:1;margin:0;padding:.1rem .6rem;border-radius:1rem;background:#000;color:#fff;font-weight:600}
.slide .was figcaption{left:.5rem}
.slide .is figcaption{right:.5rem}
.slide .was{position:absolute;inset:0;z-index:1;clip-path:inset(0 calc(100% - var(--at)) 0 0)}
.slide::after{content:"";position:absolute;z-index:2;top:0;bottom:0;left:var(--at);width:4px;margin-left:-2px;background:#ffd54a;pointer-events:none}
.slide input{position:absolute;z-index:3;inset:0 auto auto calc(var(--thumb)/-2);width:calc(100% + var(--thumb));height:100%;margin:0;padding:0;border:0;background:none;cursor:ew-resize;-webkit-appearance:none;appearance:none;opacity:0}
.slide input::-webkit-slider-thumb{-webkit-appearance:none;width:var(--thumb);height:50rem}
.slide input::-moz-range-thumb{width:var(--thumb);height:50rem;border:0}
.slide:focus-within{outline:3px solid var(--accent);outline-offset:3px}
.measures{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;margin:0 0 .6rem;font-size:.9rem}
.measures div{display:flex;gap:.4rem}
.measures dt{color:var(--muted)}
.measures dd{margin:0;font-variant-numeric:tabular-nums}
.accept{white-space:pre-wrap}
@media print{
.slide{display:grid;max-width:none}
.slide .was{position:static;clip-path:none}
.slide .is figcaption,.slide .was figcaption{position:static;background:none;color:inherit}
.slide::after,.slide input{display:none}}
)css";
}

std::string_view review_script() {
  return R"js(
(function(){
  var pairs=Array.prototype.slice.call(document.querySelectorAll('.compare')).filter(function(pair){return pair.querySelector('input');});
  var beside=document.getElementById('beside');
  var move=function(pair){
    var input=pair.querySelector('input');
    pair.style.setProperty('--at',input.value+'%');
    input.setAttribute('aria-valuetext',input.dataset.said.replace('{}',input.value));
  };
  var show=function(){
    pairs.forEach(function(pair){
      pair.classList.toggle('slide',!beside.checked);
      pair.querySelector('input').hidden=beside.checked;
    });
  };
  if(!pairs.length)return;
  pairs.forEach(function(pair){
    pair.querySelector('input').addEventListener('input',function(){move(pair);});
    move(pair);
  });
  document.getElementById('looks').hidden=false;
  beside.addEventListener('change',show);show();
})();
)js";
}

}  // namespace shareready::readiness
