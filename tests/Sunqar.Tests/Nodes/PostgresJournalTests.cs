using Sunqar.Storage.Journal;
using Sunqar.Storage.Postgres;
using Sunqar.Tests.Storage;
using Xunit;

namespace Sunqar.Tests.Nodes;

/// <summary>The journal's conformance kit on a real PostgreSQL.</summary>
public sealed class PostgresJournalTests(PostgresFixture postgres) : JournalConformance
{
    private readonly string _schema = postgres.NewSchema();

    protected override IJournal OpenJournal() => new PostgresJournal(PostgresPlace.Read(postgres.Server.Place(_schema)));
}
