import importlib, time, traceback, pathlib, io, contextlib, os
import pytest

def page_text(p):
    return p.page.url + "\n" + p.page.locator("body").inner_text()

def test_harness(page_for, axe, live_server):
    import tests.e2e.people as people
    width = int(os.environ.get("W", "390"))
    timings = []
    def timed_axe(page):
        t=time.time(); 
        try: axe(page)
        except AssertionError as e: print("AXE", e)
        timings.append(time.time()-t)
    cast = people.enter(lambda user: people.Person(page_for(user, width), timed_axe))
    env = {"cast": cast, "people": people, "text": page_text, "timings": timings, "importlib": importlib}
    d = pathlib.Path("/tmp/e2e/%d" % width); d.mkdir(exist_ok=True)
    (d/"ready").write_text("1")
    n = 0
    while True:
        f = d / f"{n}.py"
        if f.exists():
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                t=time.time()
                try:
                    from django.template import engines
                    for l in engines["django"].engine.template_loaders: l.reset()
                    src = f.read_text()
                    if src.strip() == "QUIT": (d/f"{n}.out").write_text("bye"); return
                    exec(compile(src, str(f), "exec"), env)
                except BaseException:
                    traceback.print_exc(file=out)
                print("took", round(time.time()-t,1))
            (d/f"{n}.out").write_text(out.getvalue() or "ok")
            n += 1
        else:
            for w in cast._windows.values():
                w.page.wait_for_timeout(20); break
            time.sleep(0.2)
