using System.Diagnostics;
using System.Globalization;

namespace Sunqar.Work.Summaries;

/// <summary>Takes the time of a run's steps and tells the board.</summary>
public sealed class RunProgress(ProgressBoard board)
{
    private readonly List<StepTime> _times = [];

    /// <summary>The finished steps in order.</summary>
    public IReadOnlyList<StepTime> Times => _times;

    /// <summary>Runs one step. What it reports in between must be cheap: a fraction done and a note.</summary>
    public T Step<T>(string name, Func<Action<double?, string>, T> work)
    {
        var watch = Stopwatch.StartNew();
        string? last = null;
        void Report(StepState state, double? fraction, string? note) =>
            board.Report(new RunStep(name, state, fraction, last = note ?? last, watch.Elapsed.TotalSeconds));
        Report(StepState.Running, 0, null);
        try
        {
            var result = work((fraction, note) => Report(StepState.Running, fraction, note));
            Report(StepState.Done, 1, null);
            return result;
        }
        catch
        {
            Report(StepState.Failed, null, null);
            throw;
        }
        finally
        {
            _times.Add(new StepTime(name, watch.Elapsed.TotalSeconds));
        }
    }

    /// <summary>A count in words, with thousands apart.</summary>
    public static string Count(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}");
}
