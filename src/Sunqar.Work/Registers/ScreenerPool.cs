using System.Collections.Concurrent;
using Sunqar.Core.Screening;

namespace Sunqar.Work.Registers;

/// <summary>Screeners of one index: each serves one thread at a time and is kept, because its memory is large.</summary>
public sealed class ScreenerPool(ScreeningIndex index)
{
    private readonly ConcurrentBag<Screener> _free = [];

    public ScreeningIndex Index => index;

    /// <summary>The hits of one question. A screener that failed over it is not kept.</summary>
    public IReadOnlyList<ScreeningHit> Screen(in ScreeningQuestion question)
    {
        var screener = _free.TryTake(out var free) ? free : new Screener(index);
        var hits = screener.Screen(question);
        _free.Add(screener);
        return hits;
    }
}
