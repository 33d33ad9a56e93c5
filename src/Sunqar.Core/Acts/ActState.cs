using Sunqar.Core.Facts;

namespace Sunqar.Core.Acts;

/// <summary>A room's state as a fold over acts.</summary>
public interface IActFold
{
    /// <summary>Takes in one fact of an act. Facts of other rooms change nothing; so do <paramref name="what"/> that it does not
    /// know.</summary>
    void Apply(Act act, Fact what);
}

/// <summary>
/// A room that also reads facts which no act carries: what the engines found, what was imported. They come as they become known, each once,
/// before or between acts.
/// </summary>
public interface IFactFold
{
    void Apply(Fact fact);
}

/// <summary>The state that commands are decided on: one fold a room, found by its type. Not thread-safe.</summary>
public sealed class ActState
{
    private readonly Dictionary<Type, IActFold> _folds;

    public ActState(IEnumerable<IActFold> folds) => _folds = folds.ToDictionary(fold => fold.GetType());

    /// <summary>A room's fold.</summary>
    /// <exception cref="KeyNotFoundException">Nobody put it in: a bug.</exception>
    public T Of<T>()
        where T : IActFold => (T)_folds[typeof(T)];

    public void Apply(Act act)
    {
        foreach (var what in act.What)
        {
            foreach (var fold in _folds.Values)
                fold.Apply(act, what);
        }
    }

    /// <summary>Takes in a fact that no act carries.</summary>
    public void Apply(Fact fact)
    {
        foreach (var fold in _folds.Values)
        {
            if (fold is IFactFold reader)
                reader.Apply(fact);
        }
    }
}
