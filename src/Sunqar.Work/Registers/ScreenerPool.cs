using System.Collections.Concurrent;
using Sunqar.Core.Screening;

namespace Sunqar.Work.Registers;

/// <summary>Screeners of one index: each serves one thread at a time and is kept, because its memory is large. Take one, give it
/// back.</summary>
public sealed class ScreenerPool(ScreeningIndex index)
{
    private readonly ConcurrentBag<Screener> _free = [];

    public ScreeningIndex Index => index;

    public Screener Take() => _free.TryTake(out var screener) ? screener : new Screener(index);

    public void GiveBack(Screener screener) => _free.Add(screener);
}
