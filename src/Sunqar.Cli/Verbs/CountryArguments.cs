using System.CommandLine;
using Sunqar.Simulation;

namespace Sunqar.Cli.Verbs;

/// <summary>The options that say which country, the same for every verb that simulates one.</summary>
internal sealed class CountryArguments
{
    private static readonly CountryOptions Defaults = new();
    private readonly Option<int?> _people = new("--people")
    {
        Description = $"Citizens, 1,000 to 20,000,000; {Defaults.People:N0} unless told, a million at full scale.",
        HelpName = "N",
    };
    private readonly Option<int> _days = new("--days")
    {
        Description = "Days, 1 to 366, from 2026-01-01.",
        HelpName = "D",
        DefaultValueFactory = _ => Defaults.Days,
    };
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "One seed, one country, byte for byte.",
        HelpName = "S",
        DefaultValueFactory = _ => Defaults.Seed,
    };
    private readonly Option<string?> _scale = new("--scale")
    {
        Description = "full: plant every figure reported (130 exchangers, 81 networks, ...) among a million people.",
        HelpName = "full",
    };
    private readonly Option<int> _threads = new("--threads")
    {
        Description = "Threads to work with; the country does not depend on it.",
        HelpName = "T",
        DefaultValueFactory = _ => Defaults.Threads,
    };

    public CountryArguments()
    {
        _people.Validators.Add(result => WholeNumber.Between(result, 1_000, 20_000_000));
        _days.Validators.Add(result => WholeNumber.Between(result, 1, 366));
        _threads.Validators.Add(result => WholeNumber.Between(result, 1, 1_024));
        _scale.AcceptOnlyFromAmong("full");
    }

    public void AddTo(Command command)
    {
        command.Add(_people);
        command.Add(_days);
        command.Add(_seed);
        command.Add(_scale);
        command.Add(_threads);
        command.Validators.Add(result =>
        {
            if (
                result.GetResult(_scale) is not null
                && WholeNumber.Typed(result.GetResult(_people)) is { } people
                && people < CountryOptions.FullScalePeopleMin
            )
            {
                result.AddError($"--scale full takes at least {CountryOptions.FullScalePeopleMin} people, not {people}.");
            }
        });
    }

    public CountryOptions Read(ParseResult parsed)
    {
        var full = parsed.GetValue(_scale) is not null;
        return new CountryOptions
        {
            PlantsForRules = true,
            People = parsed.GetValue(_people) ?? (full ? CountryOptions.Full(0).People : Defaults.People),
            Days = parsed.GetValue(_days),
            Seed = parsed.GetValue(_seed),
            FullScale = full,
            Threads = parsed.GetValue(_threads),
        };
    }
}
