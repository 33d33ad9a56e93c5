using System.Reflection;

namespace Sunqar.Core.Retention;

/// <summary>The limits that ship with the program, rulebooks/retention.limits, embedded so that program and limits cannot part.</summary>
public static class ShippedLimits
{
    private static readonly Lazy<RetentionLimits> Loaded = new(Load);

    /// <summary>Loaded once; it was checked by the tests, so a fault in it is a bug.</summary>
    public static RetentionLimits Instance => Loaded.Value;

    private static RetentionLimits Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("retention.limits")!;
        using var reader = new StreamReader(stream);
        return RetentionLimits.Parse(reader.ReadToEnd()) switch
        {
            LimitsReading.Read read => read.Limits,
            LimitsReading.Refused refused => throw new InvalidOperationException($"retention.limits:{refused.Line}: {refused.Reason}"),
            _ => throw new InvalidOperationException("No such reading."),
        };
    }
}
