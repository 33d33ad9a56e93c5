namespace Sunqar.Cli;

/// <summary>What a verb's exit code says.</summary>
internal static class Exit
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>Wrong usage or bad input: the message names file, line, column and what was expected.</summary>
    public const int WrongUsage = 2;
}
