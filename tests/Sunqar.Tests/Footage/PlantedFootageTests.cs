using Sunqar.Rehearsal;
using Sunqar.Simulation;
using Sunqar.Storage.Memory;
using Sunqar.Work.Summaries;
using Xunit;

namespace Sunqar.Tests.Footage;

/// <summary>In a simulated country each bank that keeps its footage badly is found, for what it does, and no other.</summary>
public sealed class PlantedFootageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sunqar-planted-footage");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Who_fails_is_found_for_what_it_does(ulong seed)
    {
        var options = new CountryOptions
        {
            People = 2_000,
            Days = 9,
            Seed = seed,
        };
        SimulatedFootage.Write(_folder.FullName, Country.Create(options));
        using var journal = new MemoryJournal();
        var endUs = Core.Times.LocalTime.Kazakhstan.StartUs(options.Start.AddDays(options.Days + 2));
        var banks = PlantedFootage.Compare(journal, _folder.FullName, endUs);
        Assert.True(banks.Count >= 5);
        Assert.All(
            banks,
            bank =>
                Assert.Equal(
                    bank.Planted switch
                    {
                        FootageResult.Honest => "",
                        SimulatedFootage.DeletesEarly => "deleted early",
                        SimulatedFootage.LosesACamera => "not recorded",
                        SimulatedFootage.CommitsLate => "committed late",
                        _ => "a challenge not shown",
                    },
                    bank.Found
                )
        );
        Assert.All(banks.Where(bank => !bank.IsFailing), bank => Assert.Equal(100, bank.Score));
        Assert.All(banks.Where(bank => bank.IsFailing), bank => Assert.True(bank.Score < 100));
        // Without the truth nothing is compared.
        Assert.Empty(PlantedFootage.Compare(journal, Path.Combine(_folder.FullName, "nowhere"), endUs));
    }
}
