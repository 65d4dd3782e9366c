using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.TelegramUsers;
using TelegramParser.Scenarios.Operator;

namespace TelegramParser.UnitTests.Operator.TelegramUsers;

public sealed class RolloutGateTests
{
    private readonly ObjectCache<StatefulSet> _cache = new();
    private readonly List<string> _woken = [];

    [Fact]
    public void So_many_at_a_time_and_the_next_one_when_one_is_ready_again()
    {
        var gate = Gate(2);
        Assert.Equal([true, true, false, false], new[] { "a", "b", "c", "d" }.Select(name => gate.TryEnter(Put(Ready(name, 1)))));
        // Asking again changes nothing, neither for one inside nor for one that waits.
        Assert.True(gate.TryEnter(Ready("a", 1)));
        Assert.False(gate.TryEnter(Ready("c", 1)));

        gate.Changed(Ready("a", 2));
        See(gate, Ready("a", 2) with { Status = Status(1, ready: 1) });
        See(gate, Ready("a", 2) with { Status = Status(2, ready: 1, current: "old") });
        See(gate, Ready("a", 2) with { Status = Status(2, ready: 0) });
        Assert.Empty(_woken);
        See(gate, Ready("a", 2));
        Assert.Equal(["c"], _woken);
        Assert.True(gate.TryEnter(Ready("c", 1)));
        Assert.False(gate.TryEnter(Ready("d", 1)));
    }

    [Fact]
    public void A_change_that_is_seen_before_it_is_known_counts()
    {
        var gate = Gate(1);
        Assert.True(gate.TryEnter(Put(Ready("a", 1))));
        Assert.False(gate.TryEnter(Put(Ready("b", 1))));
        See(gate, Ready("a", 2));
        Assert.Empty(_woken);
        gate.Changed(Ready("a", 2));
        Assert.Equal(["b"], _woken);
    }

    [Fact]
    public void One_that_is_not_ready_has_nothing_to_lose_and_takes_no_place()
    {
        var gate = Gate(1);
        Assert.True(gate.TryEnter(Put(Ready("a", 1))));
        Assert.True(gate.TryEnter(Put(Ready("broken", 1) with { Status = Status(1, ready: 0) })));
        Assert.True(gate.TryEnter(Put(Ready("new", 1) with { Status = null })));
    }

    [Fact]
    public void One_that_failed_or_went_makes_place()
    {
        var gate = Gate(1);
        Assert.True(gate.TryEnter(Put(Ready("a", 1))));
        Assert.False(gate.TryEnter(Put(Ready("b", 1))));
        gate.Failed(Ready("a", 1).Key);
        Assert.True(gate.TryEnter(Ready("b", 1)));
        Assert.False(gate.TryEnter(Ready("c", 1)));
        gate.Look(Ready("b", 1).Key, live: null);
        Assert.Equal(["b", "c"], _woken);
    }

    [Fact]
    public void A_roll_out_that_another_process_began_is_gone_on_with()
    {
        Put(Ready("a", 2) with { Status = Status(2, ready: 0, current: "old") });
        Assert.False(Gate(1).TryEnter(Put(Ready("b", 1))));
    }

    private RolloutGate Gate(int limit) => new(limit, _cache, key => _woken.Add(key.Name));

    private void See(RolloutGate gate, StatefulSet live) => gate.Look(Put(live).Key, live);

    private StatefulSet Put(StatefulSet set)
    {
        _cache.Put(set);
        return set;
    }

    private static StatefulSet Ready(string name, long generation)
    {
        var user = Samples.User(name);
        var set = DesiredStatefulSet.Build(Samples.Options, user, SessionVolume.Wanted(Samples.Options, user));
        return set with
        {
            Metadata = set.Metadata with { Name = name, Generation = generation },
            Status = Status(generation, ready: 1),
        };
    }

    private static StatefulSetStatus Status(long observed, int ready, string current = "new") => new()
    {
        ObservedGeneration = observed,
        Replicas = 1,
        ReadyReplicas = ready,
        CurrentRevision = current,
        UpdateRevision = "new",
    };
}
