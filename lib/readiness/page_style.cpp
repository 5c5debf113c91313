#include "readiness/page_style.hpp"

namespace shareready::readiness {

std::string_view page_style() {
  return R"css(
:root{color-scheme:light dark;--bg:#fff;--panel:#f5f6f8;--ink:#1c2430;--muted:#515b68;--line:#d5dae1;--accent:#17588a;--bar:#4a7fa8;
--good-ink:#14532d;--good-bg:#e3f4e8;--look-ink:#664000;--look-bg:#fcefd3;--bad-ink:#8a1c1c;--bad-bg:#fde8e8;
--ask-ink:#1e4480;--ask-bg:#e3edfb;--open-ink:#453f66;--open-bg:#ecebf5;--none-ink:#47505b;--none-bg:#eceff3}
@media (prefers-color-scheme:dark){:root{--bg:#12161c;--panel:#1a2029;--ink:#e6eaf0;--muted:#abb6c4;--line:#343e4c;--accent:#8cc4f0;--bar:#5d9cca;
--good-ink:#a6e3b8;--good-bg:#15311f;--look-ink:#f2cf8a;--look-bg:#38290c;--bad-ink:#f7b9b9;--bad-bg:#431c1c;
--ask-ink:#b3d1fb;--ask-bg:#182c4a;--open-ink:#d2cdea;--open-bg:#2a2740;--none-ink:#bcc6d2;--none-bg:#262d37}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible,select:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--bg);padding:.5rem 1rem;z-index:2}
.frame{max-width:76rem;margin:0 auto;padding:0 1.25rem}
main:focus{outline:0}
header{padding:2.25rem 0 .5rem}
h1{font-size:1.85rem;line-height:1.2;margin:0 0 .35rem;letter-spacing:-.01em}
h2{font-size:1.35rem;line-height:1.3;margin:0 0 .75rem}
h3{font-size:1.05rem;line-height:1.35;margin:1.5rem 0 .5rem}
p{margin:0 0 .8rem;max-width:46rem}
.sub,.note,caption,.more{color:var(--muted)}
.note{font-size:.92rem}
nav{font-size:.92rem;border:1px solid var(--line);border-radius:.6rem;padding:.9rem 1.1rem;margin:1rem 0;align-self:start}
nav h2{font-size:.92rem;margin:0 0 .4rem}
nav ol{list-style:none;margin:0;padding:0;columns:15rem;column-gap:1.5rem}
nav li{break-inside:avoid}
nav a{display:flex;justify-content:space-between;gap:.75rem;padding:.2rem 0;text-decoration:none}
nav a:hover{text-decoration:underline}
nav .n{color:var(--muted);font-variant-numeric:tabular-nums}
section{padding:1.9rem 0 .6rem;border-top:1px solid var(--line);scroll-margin-top:1rem}
section:first-of-type{border-top:0}
.verdict{border:1px solid var(--line);border-left:.4rem solid var(--edge,var(--accent));border-radius:.6rem;background:var(--panel);padding:1.2rem 1.4rem;margin:.9rem 0 1.25rem}
.verdict.good{--edge:var(--good-ink)}.verdict.look{--edge:var(--look-ink)}.verdict.bad{--edge:var(--bad-ink)}.verdict.ask{--edge:var(--ask-ink)}
.verdict .say{font-size:1.2rem;line-height:1.4;font-weight:600;margin:.6rem 0 .5rem}
.failed{margin:0 0 .8rem;padding-left:1.3rem}
.verdict p:last-child{margin-bottom:0}
.tally{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem .6rem;padding:0;margin:0 0 1rem}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(7.6rem,1fr));gap:.75rem;margin:0 0 1rem;padding:0}
.facts div{border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem}
.facts dt{font-size:.85rem;color:var(--muted)}
.facts :is(dt,dd){overflow-wrap:break-word;hyphens:manual}
.facts :is(.own-fact,.wide-fact){grid-column:span 2}
.facts dd{margin:0;font-size:1.15rem;font-weight:600}
.pairs{display:grid;grid-template-columns:minmax(8rem,13rem) minmax(0,1fr);gap:.35rem 1.25rem;margin:0 0 1rem}
.pairs dt{color:var(--muted)}
.pairs dd{margin:0;overflow-wrap:anywhere}
.badge{display:inline-block;white-space:nowrap;font-size:.82rem;font-weight:600;line-height:1.35;border-radius:1rem;padding:.1rem .65rem;color:var(--none-ink);background:var(--none-bg)}
.badge.good{color:var(--good-ink);background:var(--good-bg)}.badge.look{color:var(--look-ink);background:var(--look-bg)}
.badge.bad{color:var(--bad-ink);background:var(--bad-bg)}.badge.ask{color:var(--ask-ink);background:var(--ask-bg)}
.badge.open{color:var(--open-ink);background:var(--open-bg)}
.tally .badge,.person .badge,.verdict .badge{white-space:normal}
.scroll{overflow-x:auto;margin:0 0 1.1rem;border:1px solid var(--line);border-radius:.5rem}
table{border-collapse:collapse;width:100%;font-size:.93rem}
caption{text-align:left;padding:.6rem .8rem;font-size:.88rem;border-bottom:1px solid var(--line)}
th,td{text-align:left;vertical-align:top;padding:.5rem .8rem;border-top:1px solid var(--line)}
thead th{border-top:0;font-size:.85rem;color:var(--muted);font-weight:600;background:var(--panel)}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.path,code{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:.86rem;overflow-wrap:anywhere}
td code{overflow-wrap:break-word}
td.path{min-width:16rem}
td.wide{min-width:11rem}
.source{overflow-wrap:anywhere}
.tight{width:1%;white-space:nowrap}
td strong{font-weight:600}
details{border:1px solid var(--line);border-radius:.5rem;margin:0 0 .5rem;background:var(--bg)}
summary{cursor:pointer;padding:.55rem .9rem;list-style-position:inside}
details>.in{padding:.2rem 1rem .7rem;border-top:1px solid var(--line)}
details>.in>.scroll{margin-top:.7rem}
.check summary{display:grid;grid-template-columns:9.5rem minmax(0,1fr) auto;gap:.2rem .9rem;align-items:baseline}
.check summary::-webkit-details-marker{display:none}
.check summary .badge{justify-self:start}
.id{color:var(--muted);font-size:.85rem;font-variant-numeric:tabular-nums}
.seen{grid-column:2/4;color:var(--muted);font-size:.9rem;overflow-wrap:anywhere}
.check .in{padding-top:.8rem}
.filters{display:flex;flex-wrap:wrap;gap:.6rem 1.2rem;align-items:end;margin:0 0 1rem}
.filters label{font-size:.88rem;color:var(--muted);display:grid;gap:.2rem}
select,input{font:inherit;color:var(--ink);background:var(--bg);border:1px solid var(--muted);border-radius:.4rem;padding:.3rem .5rem}
[hidden]{display:none!important}
.owners{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:0 2rem}
.owner h3{margin-top:.6rem}
.roomy{margin:0 0 1rem;padding-left:1.3rem}
.roomy>li{margin:0 0 .7rem;overflow-wrap:anywhere}
.language{margin:0}
h4{font-size:.98rem;margin:1rem 0 .3rem}
.ask-list{list-style:none;margin:0 0 1rem;padding:0}
.ask-list li{padding:.7rem 0;border-top:1px solid var(--line)}
.ask-list li:first-child{border-top:0}
.ask-list h3{margin:.4rem 0 .5rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(18rem,1fr));gap:.9rem;padding:0;margin:0 0 1rem;list-style:none}
.cards>li{border:1px solid var(--line);border-radius:.5rem;padding:.9rem 1.1rem;break-inside:avoid}
.cards h3{margin:.35rem 0 .3rem}
.cards p{margin:0 0 .3rem}
.paper{display:none}
figure{margin:0 0 1.2rem}
figcaption{font-size:.88rem;color:var(--muted);margin:0 0 .4rem}
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr));gap:0 2rem}
svg{display:block;width:100%;height:auto;max-width:30rem}
svg text{fill:var(--ink);font:13px system-ui,"DejaVu Sans",sans-serif}
svg .soft{fill:var(--muted)}
svg .bar{fill:var(--bar)}
svg .off{fill:var(--none-bg);stroke:var(--muted)}
svg .small{font-size:11px}
svg .limit{stroke:var(--bad-ink);stroke-width:1.5;stroke-dasharray:4 3}
svg .band{fill:var(--good-bg)}
svg .axis{stroke:var(--muted);stroke-width:1}
svg .dot{fill:var(--accent);fill-opacity:.75;stroke:var(--bg)}
footer{border-top:1px solid var(--line);margin-top:1.5rem;padding:1.1rem 0 3rem;color:var(--muted);font-size:.9rem}
@media (min-width:68rem){
main{display:grid;grid-template-columns:minmax(0,1fr) 14rem;grid-template-rows:auto 1fr;gap:0 3rem}
.opening,.body{grid-column:1}
nav{grid-column:2;grid-row:1/3;position:sticky;top:1.2rem;border:0;border-left:1px solid var(--line);border-radius:0;max-height:calc(100vh - 2.4rem);overflow:auto}
nav ol{columns:auto}}
@media screen and (max-width:40rem){
h1{font-size:1.5rem}
.verdict{padding:1rem}
.check summary{grid-template-columns:minmax(0,1fr) auto}
.check summary .badge{grid-column:1;justify-self:start}
.check summary .id{grid-column:2;grid-row:1}
.check summary .ask,.check .seen{grid-column:1/3}
.pairs{grid-template-columns:minmax(0,1fr);gap:0}
.pairs dd{margin-bottom:.6rem}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,tbody,caption,tr,td{display:block}
tr{padding:.5rem 0;border-top:1px solid var(--line)}
tbody tr:first-child{border-top:0}
td,td.path,td.wide,td.num,.tight{border:0;padding:.12rem .8rem;display:grid;grid-template-columns:6.5rem minmax(0,1fr);gap:.6rem;min-width:0;width:auto;text-align:left;white-space:normal}
td::before{content:attr(data-title);color:var(--muted);font:.85rem/1.6 system-ui,sans-serif}}
@page{margin:11mm}
@media print{
:root{color-scheme:light;--bg:#fff;--panel:#fff;--ink:#000;--muted:#444;--line:#bbb;--accent:#000}
html{font-size:9pt}
body{font-size:9pt;line-height:1.3}
.paper{display:block}
nav,.filters,.skip,.language{display:none!important}
.frame{max-width:none;padding:0}
main{display:block}
.scroll{overflow:visible}
td.path,td.wide{min-width:0}
details:not(.check,.person,.deposit,.group)::details-content,:is(.check:is([data-status=FAIL],[data-status=WARN]):not(.repository),.group:not([data-status=NEEDS-ANSWER]),.person.look:nth-of-type(-n+5),.deposit:nth-of-type(-n+3))::details-content{content-visibility:visible;height:auto}
summary{list-style:none;padding:.25rem .5rem}
details>.in{padding:.2rem .5rem .3rem}
.check{margin:0;border-width:0 0 1px;border-radius:0}
.check summary{grid-template-columns:8.6rem minmax(0,1fr) auto}
.pairs{gap:.1rem 1rem;margin:0;grid-template-columns:8rem minmax(0,1fr)}
.check .in{padding:0 .5rem .35rem;border:0;font-size:8.5pt}
details .pairs{display:block}
details .pairs :is(dt,dd,dd div){display:inline}
details .pairs dt{color:var(--ink);font-weight:600}
details .pairs dt::after{content:": "}
details .pairs dd::after{content:"  "}
.check .pairs dd div::before{content:" "}
.group:is([data-status=PASS],[data-status=NOT-APPLICABLE])>.in{columns:2;column-gap:1.2rem}
.group:is([data-status=PASS],[data-status=NOT-APPLICABLE]) .check summary{grid-template-columns:minmax(0,1fr) auto}
.group:is([data-status=PASS],[data-status=NOT-APPLICABLE]) .check .badge{display:none}
.group:is([data-status=PASS],[data-status=NOT-APPLICABLE]) .seen{grid-column:1/3}
.ways{columns:2;column-gap:1.2rem}
details:has(.ways)+details{display:none}
.way h4{margin-top:.2rem}
.way{break-inside:avoid;margin-bottom:.5rem;font-size:8.5pt}
.way ul{padding-left:1.1rem}
.seen{font-size:8.5pt}
.repository .seen{display:none}
details{margin-bottom:.3rem}
th,td{padding:.2rem .45rem}
table{font-size:7.8pt;line-height:1.28}
caption{padding:.3rem .45rem}
.badge{font-size:7.5pt}
.roomy>li{margin:0 0 .35rem}
.scroll{margin-bottom:.6rem}
ul{margin:.2rem 0 .6rem}
p{margin-bottom:.45rem}
.path,code{font-size:7.5pt}
section{padding:.9rem 0 .2rem}
header{padding:0}
.plots{grid-template-columns:repeat(2,minmax(0,1fr))}
.cards{grid-template-columns:repeat(3,minmax(0,1fr))}
.cards,.more,.owners,.check .pairs{font-size:8.3pt}
p,tr,li,.check,.facts div,figure,.person{break-inside:avoid}
h2,h3,h4,caption,summary,h2+p,h3+p,h2+.note,h3+.note{break-after:avoid}
a{text-decoration:none}}
)css";
}

std::string_view page_script() {
  return R"js(
(function(){
  var say=function(place,one,other){return place.dataset.said.replace('{}',one).replace('{}',other);};
  var form=document.getElementById('filters');
  if(form){
    form.hidden=false;
    var state=document.getElementById('filter-state'),owner=document.getElementById('filter-owner'),weight=document.getElementById('filter-weight');
    var checks=Array.prototype.slice.call(document.querySelectorAll('.check'));
    var said=document.getElementById('filter-count');
    var apply=function(){
      var shown=0;
      checks.forEach(function(c){
        var fits=(!state.value||c.dataset.status===state.value)&&(!owner.value||c.dataset.owner===owner.value)
          &&(!weight.value||c.dataset.severity===weight.value);
        c.hidden=!fits; if(fits)shown++;
      });
      document.querySelectorAll('.group').forEach(function(g){g.hidden=!g.querySelector('.check:not([hidden])');
        if(g.tagName==='DETAILS'&&(state.value||owner.value||weight.value))g.open=true;});
      said.textContent=say(said,shown,checks.length);
    };
    [state,owner,weight].forEach(function(s){s.addEventListener('change',apply);});apply();
  }
  var persons=document.getElementById('person-filter');
  if(persons){
    persons.hidden=false;
    var wanted=document.getElementById('filter-person'),list=Array.prototype.slice.call(document.querySelectorAll('.person'));
    var count=document.getElementById('person-count');
    var pick=function(){
      var word=wanted.value.trim().toLowerCase(),shown=0;
      list.forEach(function(d){
        var fits=d.dataset.label.toLowerCase().indexOf(word)>=0;
        if(d.hidden===fits)d.hidden=!fits;
        if(fits){shown++;var around=d.parentElement.closest('details');if(word&&around)around.open=true;}
      });
      count.textContent=say(count,shown,list.length);
    };
    wanted.addEventListener('input',pick);pick();
  }
  var closed=[];
  window.addEventListener('beforeprint',function(){
    closed=Array.prototype.slice.call(document.querySelectorAll('details:not([open])')).filter(function(d){
      if(d.matches('.check'))return d.matches('[data-status=FAIL],[data-status=WARN]')&&!d.matches('.repository');
      if(d.matches('.person'))return d.matches('.look:nth-of-type(-n+5)');
      return !d.matches('.deposit:nth-of-type(n+4),.group[data-status=NEEDS-ANSWER]');});
    closed.forEach(function(d){d.open=true;});
  });
  window.addEventListener('afterprint',function(){closed.forEach(function(d){d.open=false;});});
})();
)js";
}

}  // namespace shareready::readiness
