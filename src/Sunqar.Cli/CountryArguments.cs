using System.CommandLine;
using System.CommandLine.Parsing;
using Sunqar.Simulation;

namespace Sunqar.Cli;

/// <summary>The options that say which country to simulate: the same, with the same defaults, for <c>simulate</c> and <c>run</c>.</summary>
internal sealed class CountryArguments
{
    private const int PeopleMin = 1_000, PeopleMax = 20_000_000, DaysMax = 366;

    private readonly Option<int?> people = Whole("--people", $"Citizens, {PeopleMin:N0} to {PeopleMax:N0}. Default: 100,000, or 1,000,000 at full scale.", PeopleMin, PeopleMax);
    private readonly Option<int?> days = Whole("--days", $"Days from 2026-01-01, 1 to {DaysMax}. Default: 60.", 1, DaysMax);
    private readonly Option<ulong> seed = new("--seed") { Description = "One seed, one country.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> scale = new("--scale")
    {
        Description = "default plants a tenth of the reported figures, full plants them all.", DefaultValueFactory = _ => "default",
    };

    public CountryArguments() => scale.AcceptOnlyFromAmong("default", "full");

    public void AddTo(Command command)
    {
        command.Add(people);
        command.Add(days);
        command.Add(seed);
        command.Add(scale);
    }

    public CountryOptions Read(ParseResult parsed)
    {
        var start = parsed.GetValue(scale) == "full" ? CountryOptions.Full(parsed.GetValue(seed)) : new CountryOptions { Seed = parsed.GetValue(seed) };
        return start with { People = parsed.GetValue(people) ?? start.People, Days = parsed.GetValue(days) ?? start.Days };
    }

    private static Option<int?> Whole(string name, string description, int min, int max)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any())
            {
                return;
            }
            if (result.GetValueOrDefault<int?>() is { } value && (value < min || value > max))
            {
                result.AddError($"{name} {value}: expected {min} to {max}.");
            }
        });
        return option;
    }
}
