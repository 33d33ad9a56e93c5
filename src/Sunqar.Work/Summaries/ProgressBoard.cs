using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Sunqar.Work.Summaries;

public enum StepState : byte
{
    Waiting = 0,
    Running = 1,
    Done = 2,
    Failed = 3,
}

/// <summary>One step of a run.</summary>
/// <param name="Fraction">Done so far, 0..1; null where nobody can tell.</param>
/// <param name="Note">What it is doing or what came out: "1,204,331 payments".</param>
/// <param name="Seconds">Wall time so far, or in all once it is done.</param>
public sealed record RunStep(string Name, StepState State, double? Fraction, string? Note, double Seconds);

/// <summary>
/// The steps of a run, written by the run and watched by any number of readers. A reader gets the whole board at once and again
/// whenever it has changed; changes that come faster than it reads are taken together, so that a slow reader costs nothing.
/// </summary>
public sealed class ProgressBoard
{
    private readonly Lock _gate = new();
    private ImmutableArray<RunStep> _steps = [];
    private bool _finished = true;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>The steps as they stand.</summary>
    public ImmutableArray<RunStep> Steps
    {
        get
        {
            lock (_gate)
            {
                return _steps;
            }
        }
    }

    /// <summary>True while no run is under way.</summary>
    public bool Finished
    {
        get
        {
            lock (_gate)
            {
                return _finished;
            }
        }
    }

    /// <summary>A run begins: its steps, in order, all waiting.</summary>
    public void Start(IEnumerable<string> names) =>
        Change(_ => [.. names.Select(name => new RunStep(name, StepState.Waiting, null, null, 0))], finished: false);

    /// <summary>A step has moved on; a name that <see cref="Start"/> did not give is added at the end.</summary>
    public void Report(RunStep step) =>
        Change(
            steps =>
            {
                var at = IndexOf(steps, step.Name);
                return at < 0 ? steps.Add(step) : steps.SetItem(at, step);
            },
            finished: null
        );

    /// <summary>The run is over, well or badly.</summary>
    public void Finish() => Change(steps => steps, finished: true);

    /// <summary>The board now and after each change, until the run is over (whose last board is given too) or the reader leaves.</summary>
    public async IAsyncEnumerable<(ImmutableArray<RunStep> Steps, bool Finished)> Watch([EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            ImmutableArray<RunStep> steps;
            bool finished;
            Task changed;
            lock (_gate)
            {
                (steps, finished, changed) = (_steps, _finished, _changed.Task);
            }
            yield return (steps, finished);
            if (finished)
            {
                yield break;
            }
            await changed.WaitAsync(cancel);
        }
    }

    private void Change(Func<ImmutableArray<RunStep>, ImmutableArray<RunStep>> change, bool? finished)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            _steps = change(_steps);
            _finished = finished ?? _finished;
            signal = _changed;
            _changed = NewSignal();
        }
        signal.SetResult();
    }

    private static int IndexOf(ImmutableArray<RunStep> steps, string name)
    {
        for (var at = 0; at < steps.Length; at++)
        {
            if (steps[at].Name == name)
            {
                return at;
            }
        }
        return -1;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
